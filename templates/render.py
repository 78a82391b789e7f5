#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""Render a template with a model: render.py TEMPLATE < model.json > file"""

import json
import os
import sys

import jinja2


def main():
    if len(sys.argv) != 2:
        print(__doc__, file=sys.stderr)
        return 2
    folder, name = os.path.split(os.path.abspath(sys.argv[1]))
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(folder),
        undefined=jinja2.StrictUndefined,
        keep_trailing_newline=True,
        lstrip_blocks=True,
        trim_blocks=True,
    )
    try:
        model = json.load(sys.stdin)
        sys.stdout.write(environment.get_template(name).render(model=model))
    except (jinja2.TemplateError, ValueError) as error:
        print(f"{name}: error: {error}", file=sys.stderr)
        return 1
    return 0


sys.exit(main())
