"""Bundles: releases in one zip file, and as plain files in a folder."""
