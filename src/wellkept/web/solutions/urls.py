"""Addresses of the catalogue."""

from __future__ import annotations

from django.urls import path

from wellkept.web.solutions import (
    catalogue_files,
    options,
    price_acts,
    price_list_pages,
    product_pages,
    solution_acts,
    taxes,
)

urlpatterns = [
    path("solutions", product_pages.every, name="solutions"),
    path("solutions/new", solution_acts.new, name="solution-new"),
    path("solutions/<int:solution>", solution_acts.one, name="solution"),
    path("solutions/<int:solution>/words", solution_acts.change, name="solution-words"),
    path("solutions/<int:solution>/ending", solution_acts.ending, name="solution-ending"),
    path("products/new", product_pages.new, name="product-new"),
    path("products/<int:product>", product_pages.one, name="product"),
    path("products/<int:product>/details", product_pages.change, name="product-details"),
    path("products/<int:product>/ending", product_pages.ending, name="product-ending"),
    path("products/<int:product>/options", options.new, name="product-options"),
    path("product-options/<int:option>/details", options.change, name="option-details"),
    path("product-options/<int:option>/ending", options.ending, name="option-ending"),
    path("products/<int:product>/rules", options.new_rule, name="product-rules"),
    path("option-rules/<int:option_rule>/ending", options.rule_ending, name="option-rule-ending"),
    path("products/<int:product>/prices", price_acts.new, name="product-prices"),
    path("prices/<int:price>/ending", price_acts.ending, name="price-ending"),
    path("prices/<int:price>/striking", price_acts.striking, name="price-striking"),
    path("price-lists", price_list_pages.every, name="price-lists"),
    path("price-lists/new", price_list_pages.new, name="price-list-new"),
    path(
        "customers/<int:customer>/price-list", price_list_pages.new_for_customer, name="customer-price-list"
    ),
    path("price-lists/<int:price_list>", price_list_pages.one, name="price-list"),
    path("catalogue-files", catalogue_files.every, name="catalogue-files"),
    path("catalogue-files/template.<str:suffix>", catalogue_files.template, name="catalogue-template"),
    path("catalogue-files/<int:catalogue_file>", catalogue_files.one, name="catalogue-file"),
    path(
        "catalogue-files/<int:catalogue_file>/loading", catalogue_files.loading, name="catalogue-file-loading"
    ),
    path(
        "catalogue-files/<int:catalogue_file>/left-out",
        catalogue_files.left_out,
        name="catalogue-file-left-out",
    ),
    path("tax-rates", taxes.every, name="tax-rates"),
    path("tax-rates/new", taxes.new, name="tax-rate-new"),
    path("tax-rates/loading", taxes.loading, name="tax-rates-loading"),
    path("tax-rates/<int:rate>/ending", taxes.ending, name="tax-rate-ending"),
]
