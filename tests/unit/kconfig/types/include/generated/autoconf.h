/*
 * Automatically generated file; DO NOT EDIT.
 * Main menu
 */
#define CONFIG_I 5
#define CONFIG_UNSET_S ""
#define CONFIG_H 0x10
#define CONFIG_T 1
#define CONFIG_T_ASKED_FOR_M 1
#define CONFIG_GIVEN_S "a \"b\" \\ c"
#define CONFIG_S "it's \"quoted\" \\"
#define CONFIG_UNSET_I 0
#define CONFIG_UNSET_H 0x0
#define CONFIG_GIVEN_I -3
#define CONFIG_GIVEN_H 0x00Ff
#define CONFIG_T_IS_ON 1
