/*
 * Automatically generated file; DO NOT EDIT.
 * Main menu
 */
#define CONFIG_I2 1
#define CONFIG_I 1
#define CONFIG_H 0x1
#define CONFIG_S "default"
#define CONFIG_TWICE_BAD 1
#define CONFIG_TWICE 2
