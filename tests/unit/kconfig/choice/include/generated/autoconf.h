/*
 * Automatically generated file; DO NOT EDIT.
 * Main menu
 */
#define CONFIG_B2 1
#define CONFIG_H2 1
#define CONFIG_A2 1
#define CONFIG_FOLLOWS 1
#define CONFIG_E1 1
#define CONFIG_C2 1
#define CONFIG_D2 1
#define CONFIG_F1 1
