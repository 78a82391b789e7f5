/* SPDX-License-Identifier: GPL-2.0-or-later */
/* All that the tables need of it is in the shim's of.h. */
#include <linux/of.h>
