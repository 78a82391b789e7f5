/*
 * Automatically generated file; DO NOT EDIT.
 * Main menu
 */
#define CONFIG_I 10
#define CONFIG_H 0x0a
#define CONFIG_FIRST_OF_TWO 1
#define CONFIG_S_NUMBER 1
#define CONFIG_EQUAL 1
#define CONFIG_S "10"
#define CONFIG_IS_EMPTY 1
#define CONFIG_COPY 10
#define CONFIG_BIG 1
#define CONFIG_EMPTY ""
#define CONFIG_S_EQUAL 1
#define CONFIG_UNDEFINED_AS_TEXT 1
#define CONFIG_ON 1
#define CONFIG_IS_Y 1
#define CONFIG_LEAST 1
