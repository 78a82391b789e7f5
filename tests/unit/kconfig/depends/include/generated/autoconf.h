/*
 * Automatically generated file; DO NOT EDIT.
 * Main menu
 */
#define CONFIG_NOT_UNDEFINED 1
#define CONFIG_PARTS 1
#define CONFIG_G 1
#define CONFIG_F 1
#define CONFIG_A 1
#define CONFIG_C 1
#define CONFIG_B 1
