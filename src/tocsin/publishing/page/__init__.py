"""index.html: the whole case in one file, without a network."""

from tocsin.publishing.page.write import write_page

__all__ = ["write_page"]
