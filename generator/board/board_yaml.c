// SPDX-License-Identifier: GPL-2.0-or-later
#include "generator/board/board_yaml.h"

#include "generator/base/yaml.h"

#define TEXT(key, type, field) \
	CYAML_FIELD_STRING_PTR(key, CYAML_FLAG_POINTER, type, field, 1, CYAML_UNLIMITED)
#define OPTIONAL_TEXT(key, type, field)						\
	CYAML_FIELD_STRING_PTR(key, CYAML_FLAG_POINTER | CYAML_FLAG_OPTIONAL,	\
			       type, field, 0, CYAML_UNLIMITED)

static const cyaml_schema_value_t string_schema = {
	CYAML_VALUE_STRING(CYAML_FLAG_POINTER, char, 1, CYAML_UNLIMITED),
};

static const cyaml_schema_field_t flash_fields[] = {
	TEXT("base", struct yaml_flash, base),
	TEXT("size", struct yaml_flash, size),
	CYAML_FIELD_END
};

static const cyaml_schema_field_t map_fields[] = {
	TEXT("kernel", struct yaml_map, kernel),
	OPTIONAL_TEXT("root", struct yaml_map, root),
	OPTIONAL_TEXT("dtb", struct yaml_map, dtb),
	CYAML_FIELD_END
};

static const cyaml_schema_field_t machine_fields[] = {
	TEXT("kind", struct yaml_machine, kind),
	TEXT("model", struct yaml_machine, model),
	CYAML_FIELD_END
};

static const cyaml_schema_field_t devices_fields[] = {
	CYAML_FIELD_SEQUENCE("only", CYAML_FLAG_POINTER, struct yaml_devices,
			     only, &string_schema, 1, CYAML_UNLIMITED),
	CYAML_FIELD_END
};

static const cyaml_schema_field_t bank_fields[] = {
	TEXT("name", struct yaml_bank, name),
	TEXT("base", struct yaml_bank, base),
	TEXT("size", struct yaml_bank, size),
	CYAML_FIELD_END
};

static const cyaml_schema_value_t bank_schema = {
	CYAML_VALUE_MAPPING(CYAML_FLAG_DEFAULT, struct yaml_bank, bank_fields),
};

static const cyaml_schema_field_t setting_fields[] = {
	TEXT("set", struct yaml_setting, set),
	TEXT("why", struct yaml_setting, why),
	CYAML_FIELD_BOOL("series", CYAML_FLAG_OPTIONAL, struct yaml_setting, series),
	CYAML_FIELD_END
};

static const cyaml_schema_value_t setting_schema = {
	CYAML_VALUE_MAPPING(CYAML_FLAG_DEFAULT, struct yaml_setting, setting_fields),
};

static const cyaml_schema_field_t board_fields[] = {
	OPTIONAL_TEXT("like", struct yaml_board, like),
	OPTIONAL_TEXT("description", struct yaml_board, description),
	OPTIONAL_TEXT("arch", struct yaml_board, arch),
	OPTIONAL_TEXT("dts", struct yaml_board, dts),
	CYAML_FIELD_SEQUENCE("extend", CYAML_FLAG_POINTER | CYAML_FLAG_OPTIONAL,
			     struct yaml_board, extend, &string_schema, 0,
			     CYAML_UNLIMITED),
	CYAML_FIELD_MAPPING_PTR("flash", CYAML_FLAG_POINTER | CYAML_FLAG_OPTIONAL,
				struct yaml_board, flash, flash_fields),
	CYAML_FIELD_MAPPING_PTR("map", CYAML_FLAG_POINTER | CYAML_FLAG_OPTIONAL,
				struct yaml_board, map, map_fields),
	OPTIONAL_TEXT("bootargs", struct yaml_board, bootargs),
	CYAML_FIELD_MAPPING_PTR("machine", CYAML_FLAG_POINTER | CYAML_FLAG_OPTIONAL,
				struct yaml_board, machine, machine_fields),
	OPTIONAL_TEXT("cross_compile", struct yaml_board, cross_compile),
	CYAML_FIELD_MAPPING_PTR("devices", CYAML_FLAG_POINTER | CYAML_FLAG_OPTIONAL,
				struct yaml_board, devices, devices_fields),
	CYAML_FIELD_MAPPING_PTR("drivers", CYAML_FLAG_POINTER | CYAML_FLAG_OPTIONAL,
				struct yaml_board, drivers, devices_fields),
	CYAML_FIELD_SEQUENCE("kernel", CYAML_FLAG_POINTER | CYAML_FLAG_OPTIONAL,
			     struct yaml_board, kernel, &setting_schema, 0,
			     CYAML_UNLIMITED),
	CYAML_FIELD_SEQUENCE("ram", CYAML_FLAG_POINTER | CYAML_FLAG_OPTIONAL,
			     struct yaml_board, ram, &bank_schema, 1,
			     CYAML_UNLIMITED),
	CYAML_FIELD_SEQUENCE("columns", CYAML_FLAG_POINTER | CYAML_FLAG_OPTIONAL,
			     struct yaml_board, columns, &string_schema, 1,
			     CYAML_UNLIMITED),
	/* read by the budget */
	CYAML_FIELD_IGNORE("budget", CYAML_FLAG_OPTIONAL),
	CYAML_FIELD_END
};

static const cyaml_schema_value_t board_schema = {
	CYAML_VALUE_MAPPING(CYAML_FLAG_POINTER, struct yaml_board, board_fields),
};

int board_yaml_load(const char *path, const struct buffer *text,
		    struct yaml_board **yaml, struct error *error)
{
	*yaml = yaml_file_load(path, text, &board_schema, error);
	return *yaml ? 0 : -1;
}

void board_yaml_free(struct yaml_board *yaml)
{
	yaml_file_free(&board_schema, yaml);
}
