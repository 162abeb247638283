# 两条命令：make run 打开样例的窗口；make test 通过全部测试。各自建立虚拟环境并装好所需的一切。

PYTHON ?= python3
VENV   ?= .venv
PY     := $(VENV)/bin/python

# 系统软件包（Debian 12）：窗口要用的 Qt 运行库；测试另要 LibreOffice 和 poppler。
RUN_PACKAGES  := python3-venv libgl1 libegl1 libxkbcommon0 libdbus-1-3 libfontconfig1 libglib2.0-0 libxcb-cursor0 \
	libxcb-icccm4 libxcb-image0 libxcb-keysyms1 libxcb-render-util0 libxcb-shape0 libxcb-xkb1 libxkbcommon-x11-0
TEST_PACKAGES := libreoffice-writer libreoffice-calc poppler-utils

# 编译好的模块留着用：不留，每次收集试验要多花好几倍的时间。
unexport PYTHONDONTWRITEBYTECODE

.PHONY: run test quick bench torture look installer lock clean run-packages test-packages

run: run-packages $(VENV)/run.done
	mkdir -p out
	test -f out/daoxian-2023.db || $(PY) -m perfdesk new out/daoxian-2023.db --sample daoxian-2023
	$(PY) -m perfdesk out/daoxian-2023.db

test: run-packages test-packages $(VENV)/dev.done
	$(PY) -m ruff check .
	$(PY) -m ruff format --check .
	$(PY) -m basedpyright --pythonpath $(PY)
	QT_QPA_PLATFORM=offscreen $(PY) -m pytest -n auto --dist loadfile --max-worker-restart 0

# 少跑标为 slow 的试验。
quick: run-packages test-packages $(VENV)/dev.done
	QT_QPA_PLATFORM=offscreen $(PY) -m pytest -n auto --dist loadfile --max-worker-restart 0 -m "not slow"

bench: run-packages $(VENV)/dev.done
	QT_QPA_PLATFORM=offscreen $(PY) tests/benchmarks/run.py
	$(PY) tests/benchmarks/file_bench.py

# 长时间的试验：杀进程 1500 次（填报、存盘、难处、表单更新、导出）、损坏的填报文件 100000 个、表单和 JSON 各 10000 个、坏盘、边写边抄、改坏的表格 10000 个，
# 以及别人送来的日志和链接、读取的限度、公开稿的号码；两核机器空着时约一个半小时。多在等磁盘和子进程，所以开八个。
# 少试一些：make torture TIMES=100
TIMES ?= 1000
torture: run-packages $(VENV)/dev.done
	PERFDESK_TORTURE=$(TIMES) QT_QPA_PLATFORM=offscreen $(PY) -m pytest -o timeout=0 -n 8 --max-worker-restart 0 \
		tests/entries/database tests/storage tests/application/test_hostile_texts.py tests/application/test_to_the_limit.py \
		tests/application/test_answers_json_fuzz.py tests/importers/spreadsheet/test_bad_input.py tests/definition/test_form_fuzz.py tests/definition/test_form_budgets.py \
		tests/language/test_personal_numbers.py tests/document/test_public_everywhere.py tests/test_budgets.py \
		tests/test_hostile_paths.py tests/test_no_leak.py tests/importers/word/test_word_fuzz.py

look: run-packages $(VENV)/dev.done
	PYTHONPATH=tests QT_QPA_PLATFORM=offscreen $(PY) -m screenshots out/look
	PYTHONPATH=tests QT_QPA_PLATFORM=offscreen PERFDESK_DATA=out/look/data $(PY) -m screenshots.manual

installer: run-packages $(VENV)/dev.done
	$(PY) -m pip install --quiet "pyinstaller>=6.11,<7"
	$(PY) -m PyInstaller --noconfirm --log-level WARN build_installer.spec
	rm -rf out/installer && mkdir -p out/installer
	dist/perfdesk/perfdesk new out/installer/sample.db --sample demo-2024
	dist/perfdesk/perfdesk check out/installer/sample.db
	dist/perfdesk/perfdesk export out/installer/sample.db --to out/installer --final

# 锁定文件：在干净的虚拟环境里按 pyproject.toml 取最新的可用版本。
lock:
	rm -rf build/lock && $(PYTHON) -m venv build/lock
	build/lock/bin/python -m pip install --quiet . && build/lock/bin/python -m pip uninstall --quiet --yes perfdesk
	build/lock/bin/python -m pip freeze --exclude pip --exclude setuptools > requirements.lock
	build/lock/bin/python -m pip install --quiet ".[dev]" && build/lock/bin/python -m pip uninstall --quiet --yes perfdesk
	build/lock/bin/python -m pip freeze --exclude pip --exclude setuptools > requirements-dev.lock

clean:
	rm -rf $(VENV) build dist out

run-packages:
	@$(call install_packages,$(RUN_PACKAGES))

test-packages:
	@$(call install_packages,$(TEST_PACKAGES))

$(VENV)/run.done: requirements.lock pyproject.toml
	test -x $(PY) || $(PYTHON) -m venv $(VENV)
	$(PY) -m pip install --quiet --disable-pip-version-check -r requirements.lock
	$(PY) -m pip install --quiet --disable-pip-version-check --no-deps -e .
	touch $@

$(VENV)/dev.done: requirements-dev.lock $(VENV)/run.done
	$(PY) -m pip install --quiet --disable-pip-version-check -r requirements-dev.lock
	touch $@

define install_packages
missing=""; for package in $(1); do dpkg -s $$package >/dev/null 2>&1 || missing="$$missing $$package"; done; \
if [ -z "$$missing" ] || ! command -v apt-get >/dev/null; then exit 0; fi; \
if [ "$$(id -u)" != 0 ]; then echo "还缺系统软件包，请管理员安装：$$missing"; exit 0; fi; \
apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $$missing >/dev/null
endef
