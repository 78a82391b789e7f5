# SPDX-License-Identifier: GPL-2.0-or-later
# gen-board. Paths are from the top; $(B) is where host outputs go.
# SANITIZE=1 builds the same with ASan and UBSan; give it a B of its own.

GENERATOR_SOURCES := $(filter-out generator/ram/%,$(wildcard generator/*.c generator/*/*.c)) $(wildcard generator/ram/*.c)
GENERATOR_OBJECTS := $(GENERATOR_SOURCES:%.c=$(B)/%.o)
# all but main(), for tests and the fuzzer
GENERATOR_LIBRARY := $(filter-out $(B)/generator/main.o,$(GENERATOR_OBJECTS))

# where boards/, templates/ and kernel-patches/ are found
DATA_DIR ?= $(CURDIR)

GENERATOR_CFLAGS = -std=gnu11 -D_GNU_SOURCE -O2 -g -Wall -Wextra -Werror -I. \
	-DDATA_DIR='"$(DATA_DIR)"' -DGEN_BOARD_VERSION='"$(VERSION)"'
GENERATOR_LIBS = -lfdt -lcyaml -ljansson -lmd -lelf
ifdef SANITIZE
GENERATOR_CFLAGS += -fsanitize=address,undefined -fno-sanitize-recover=all
GENERATOR_LDFLAGS += -fsanitize=address,undefined
endif

$(B)/generator/%.o: generator/%.c
	@mkdir -p $(@D)
	$(CC) $(GENERATOR_CFLAGS) -MMD -MP -c -o $@ $<

$(B)/gen-board: $(GENERATOR_OBJECTS)
	$(CC) $(GENERATOR_LDFLAGS) -o $@ $^ $(GENERATOR_LIBS)

-include $(GENERATOR_OBJECTS:.o=.d)
