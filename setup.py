"""Packaging of the client; the tools' settings are in pyproject.toml."""

import re
from pathlib import Path

from setuptools import find_packages, setup

HERE = Path(__file__).parent


def version() -> str:
    """Read the version without importing the package, whose dependencies may be missing."""
    text = (HERE / "asana" / "version.py").read_text(encoding="utf-8")
    found = re.search(r'^__version__ = "([^"]+)"$', text, re.MULTILINE)
    if found is None:
        raise RuntimeError('asana/version.py has no line __version__ = "..."')
    return found.group(1)


SANDBOX = ["flask>=3.0,<4"]
FAST = ["orjson>=3.9"]
MARKDOWN = ["mistune>=3.4,<4"]  # reads hostile input in linear time since 3.4
SHARED = ["redis>=5.2"]
UPGRADE = ["libcst>=1.8,<2"]
DOCS = [
    *SANDBOX,
    "pytest>=8.0",  # whose fixtures are documented
    # Sphinx 9 needs Python 3.11.
    "furo>=2025.9; python_version >= '3.11'",
    "myst-parser>=5.0,<6; python_version >= '3.11'",
    "sphinx>=9.0,<10; python_version >= '3.11'",
    "sphinx-reredirects>=1.0,<2; python_version >= '3.11'",
]
DEV = [
    *DOCS,
    *FAST,
    *MARKDOWN,
    *SHARED,
    *UPGRADE,
    "PySocks>=1.7",
    "backports.zstd>=1.0; python_version < '3.14'",
    "brotli>=1.1",
    "build>=1.2",
    "celery>=5.5",
    "coverage[toml]>=7.13",  # it measures each process of a Python on request
    "django>=5.2",
    "duckdb>=1.1",
    "fastapi>=0.115",
    "gevent>=25.4",
    "gunicorn>=23.0",
    "hypothesis>=6.100",
    "jedi>=0.19",
    "matplotlib>=3.8",
    "mypy>=1.14",
    "opentelemetry-instrumentation-requests>=0.50b0",
    "opentelemetry-instrumentation-urllib3>=0.50b0",
    "opentelemetry-sdk>=1.29",
    "pandas-stubs>=2.2",
    "pandas>=2.2",
    "polars>=1.20",
    "prometheus-client>=0.21",
    "psycopg[binary]>=3.2",
    "pyright[nodejs]>=1.1.400",  # includes Node.js, so that it downloads nothing when it runs
    "pytest>=8.0",
    "pytest-xdist>=3.5",
    "pyyaml>=6.0",
    "requests-mock>=1.12",
    "responses>=0.25",
    "ruff>=0.9",
    "selenium>=4.20",
    "sentry-sdk>=2.20",
    "setuptools>=68",
    "sqlalchemy>=2.0",
    "tox>=4.14",
    "tqdm>=4.66",
    "trustme>=1.2",
    "twine>=5.1",
    "types-PyYAML",
    "types-requests>=2.32",
    "types-requests-oauthlib",
    "types-setuptools",
    "types-six",
    "types-tqdm",
    "uvicorn>=0.34",
    "wheel",
]

# The URL of the public repository. Once it is set, the package's page on the index links to it.
REPOSITORY = ""
PROJECT_URLS = {
    "Documentation": f"{REPOSITORY}/tree/main/docs",
    "Changelog": f"{REPOSITORY}/blob/main/CHANGELOG.md",
    "Source": REPOSITORY,
    "Issues": f"{REPOSITORY}/issues",
}

setup(
    name="asana",
    version=version(),
    description="A hand-written, synchronous client for the Asana API",
    long_description=(HERE / "README.md").read_text(encoding="utf-8"),
    long_description_content_type="text/markdown",
    license="MIT",
    project_urls={
        "API reference": "https://developers.asana.com/reference",
        **(PROJECT_URLS if REPOSITORY else {}),
    },
    packages=find_packages(include=["asana", "asana.*"]),
    package_data={
        "asana": ["py.typed"],
        "asana.cli": ["completion.*", "help.txt"],
        "asana.sandbox.web": ["templates/*.html", "static/*"],
        "asana.stores": ["*.lua"],
    },
    entry_points={
        "console_scripts": ["asana = asana.cli:main"],
        "pytest11": ["asana = asana.pytest_plugin"],
    },
    python_requires=">=3.10",
    install_requires=[
        "requests>=2.32.4,<3",
        "requests-oauthlib>=2.0,<3",
        "six>=1.16,<2",
        # The versions that requests supports, except 1.x, which accepts truncated bodies.
        "urllib3>=2.2.2,<3",
    ],
    extras_require={
        "sandbox": SANDBOX,
        "fast": FAST,
        "markdown": MARKDOWN,
        "shared": SHARED,
        "upgrade": UPGRADE,
        "docs": DOCS,
        "dev": DEV,
    },
    zip_safe=False,
    classifiers=[
        "Development Status :: 5 - Production/Stable",
        "Intended Audience :: Developers",
        "License :: OSI Approved :: MIT License",
        "Programming Language :: Python :: 3",
        "Programming Language :: Python :: 3.10",
        "Programming Language :: Python :: 3.11",
        "Programming Language :: Python :: 3.12",
        "Programming Language :: Python :: 3.13",
        "Programming Language :: Python :: 3.14",
        "Typing :: Typed",
    ],
)
