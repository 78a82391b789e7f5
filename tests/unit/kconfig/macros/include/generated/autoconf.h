/*
 * Automatically generated file; DO NOT EDIT.
 * Main menu
 */
#define CONFIG_SHELL_OUTPUT "two lines"
#define CONFIG_SUCCESS 1
#define CONFIG_NAMED 1
#define CONFIG_NESTED 7
#define CONFIG_SINGLE "single \"hello\""
#define CONFIG_FUNCTION "a-b c,"
#define CONFIG_GOOD_OPTION 1
#define CONFIG_SIMPLE "hello"
#define CONFIG_RECURSIVE "changed"
#define CONFIG_FROM_ENVIRONMENT "value"
#define CONFIG_FILE "Kconfig:64"
#define CONFIG_LIST "one two"
