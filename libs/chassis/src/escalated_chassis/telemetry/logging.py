"""Structured logs: one JSON object a line on standard output, with what is bound to the request or message in hand."""

import logging
import sys
from typing import Any

import orjson
import structlog
from structlog.typing import EventDict, WrappedLogger

_QUIET = ("uvicorn.access", "httpx2", "httpcore2", "alembic.runtime.plugins")


def configure_logging(service: str, level: str = "INFO") -> None:
    """Sends structlog and the standard library's loggers the same way. Call once, before anything logs."""
    shared: list[structlog.typing.Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        _naming(service),
        # Without the values of variables: among them are tokens and passwords.
        structlog.processors.ExceptionRenderer(structlog.tracebacks.ExceptionDictTransformer(show_locals=False)),
    ]
    structlog.configure(
        processors=[*shared, structlog.processors.JSONRenderer(serializer=_dump)],
        wrapper_class=structlog.make_filtering_bound_logger(logging.getLevelNamesMapping()[level.upper()]),
        logger_factory=structlog.BytesLoggerFactory(file=sys.stdout.buffer),
        cache_logger_on_first_use=True,
    )
    _adopt_standard_library(shared, level)


def quiet_logging() -> None:
    """For operators' commands: only what is wrong, as text on standard error; standard output is the answer."""
    logging.basicConfig(level=logging.WARNING, force=True)
    structlog.configure(
        wrapper_class=structlog.make_filtering_bound_logger(logging.WARNING),
        logger_factory=structlog.PrintLoggerFactory(file=sys.stderr),
        cache_logger_on_first_use=False,
    )


def _adopt_standard_library(shared: list[structlog.typing.Processor], level: str) -> None:
    """Libraries log by `logging`; their lines take the same shape."""
    formatter = structlog.stdlib.ProcessorFormatter(
        foreign_pre_chain=[structlog.stdlib.add_logger_name, *shared],
        processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, _render_text],
    )
    handler = logging.StreamHandler(sys.stdout)
    handler.setFormatter(formatter)
    logging.basicConfig(handlers=[handler], level=level.upper(), force=True)
    for name in _QUIET:
        logging.getLogger(name).setLevel(logging.WARNING)


def _naming(service: str) -> structlog.typing.Processor:
    def name(_logger: WrappedLogger, _method: str, event: EventDict) -> EventDict:
        event["service"] = service
        return event

    return name


def _dump(event: Any, **_: Any) -> bytes:
    return orjson.dumps(event, default=str, option=orjson.OPT_UTC_Z)


def _render_text(_logger: WrappedLogger, _method: str, event: EventDict) -> str:
    return _dump(event).decode()
