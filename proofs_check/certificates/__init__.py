"""Certificates: facts about exact points as JSON that ``proofs_check/kernel.py`` rechecks without this package."""

from proofs_check.certificates.build import NoCertificateError, certificate
from proofs_check.language.given import Given, at, letters

__all__ = ["Given", "NoCertificateError", "at", "certificate", "letters"]
