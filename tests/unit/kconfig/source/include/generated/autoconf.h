/*
 * Automatically generated file; DO NOT EDIT.
 * Main menu
 */
#define CONFIG_IN_FOLDER "folder/Kconfig"
#define CONFIG_LAST 1
