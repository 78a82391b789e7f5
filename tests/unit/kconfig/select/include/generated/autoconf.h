/*
 * Automatically generated file; DO NOT EDIT.
 * Main menu
 */
#define CONFIG_I_AM_TRISTATE 1
#define CONFIG_YES 1
#define CONFIG_E 1
#define CONFIG_D 1
#define CONFIG_G 1
#define CONFIG_F 1
#define CONFIG_A 1
#define CONFIG_B 1
