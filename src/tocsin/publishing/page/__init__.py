"""index.html: the whole case in one file, without a network."""

from tocsin.publishing.page.choosing import on_page
from tocsin.publishing.page.write import write_page

__all__ = ["on_page", "write_page"]
