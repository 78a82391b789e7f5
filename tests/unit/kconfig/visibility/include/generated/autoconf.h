/*
 * Automatically generated file; DO NOT EDIT.
 * Main menu
 */
#define CONFIG_I 1
#define CONFIG_H 1
#define CONFIG_K 1
#define CONFIG_J 1
#define CONFIG_D 1
#define CONFIG_G 1
#define CONFIG_F 1
#define CONFIG_A 1
#define CONFIG_C 1
#define CONFIG_B 1
#define CONFIG_L 1
