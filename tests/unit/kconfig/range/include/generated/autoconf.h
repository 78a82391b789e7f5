/*
 * Automatically generated file; DO NOT EDIT.
 * Main menu
 */
#define CONFIG_HEX 0x100
#define CONFIG_LOW 10
#define CONFIG_WHERE 10
#define CONFIG_HIGH 20
#define CONFIG_LIMIT 7
#define CONFIG_DEFAULT_LOW 10
#define CONFIG_UNSET 3
#define CONFIG_BY_SYMBOL 7
