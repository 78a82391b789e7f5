/*
 * Automatically generated file; DO NOT EDIT.
 * Main menu
 */
#define CONFIG_HIDDEN_PROMPT 1
#define CONFIG_HIDDEN 1
#define CONFIG_A 1
#define CONFIG_B 1
