/*
 * Automatically generated file; DO NOT EDIT.
 * Main menu
 */
#define CONFIG_N 2
#define CONFIG_C 1
#define CONFIG_B 1
