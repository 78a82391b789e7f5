/*
 * Automatically generated file; DO NOT EDIT.
 * Main menu
 */
#define CONFIG_O 1
#define CONFIG_N_MODULE 1
#define CONFIG_I 1
#define CONFIG_H_MODULE 1
#define CONFIG_K 1
#define CONFIG_J 1
#define CONFIG_ONLY_M_MODULE 1
#define CONFIG_Q 1
#define CONFIG_MODULES 1
#define CONFIG_E_MODULE 1
#define CONFIG_D_MODULE 1
#define CONFIG_G_MODULE 1
#define CONFIG_F_MODULE 1
#define CONFIG_A_MODULE 1
#define CONFIG_C 1
#define CONFIG_B_MODULE 1
