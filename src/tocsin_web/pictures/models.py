"""Drawings as the worker made them: a projection, made again at any time."""

from __future__ import annotations

from django.db import models

from tocsin_web.reports.models import Compartment


class Drawn(models.Model):
    """One drawing of a compartment, with the table that holds the same."""

    compartment = models.ForeignKey(Compartment, on_delete=models.CASCADE, related_name="+")
    place = models.SmallIntegerField()
    """Where on the page it stands."""
    key = models.SlugField(max_length=120)
    heading = models.CharField(max_length=300)
    svg = models.TextField(blank=True)
    """Empty where there is a table alone."""
    caution = models.TextField(blank=True)
    columns = models.JSONField(default=list)
    rows = models.JSONField(default=list)
    """Rows of cells, each [words, number of the subject it names or nothing]."""
    names = models.JSONField(default=list)
    """Numbers of all subjects in the drawing."""
    made_as_of = models.DateField()

    class Meta:
        ordering = ("place",)
        constraints = (
            models.UniqueConstraint(fields=("compartment", "key"), name="one_drawing_each"),
        )

    def __str__(self) -> str:
        return self.key


class Told(models.Model):
    """One of the plain sentences above the drawings: what is so, how it is known, and a caution."""

    compartment = models.ForeignKey(Compartment, on_delete=models.CASCADE, related_name="+")
    place = models.SmallIntegerField()
    text = models.TextField()
    how = models.TextField()
    caution = models.TextField(blank=True)
    made_as_of = models.DateField()

    class Meta:
        ordering = ("place",)

    def __str__(self) -> str:
        return f"sentence {self.place}"
