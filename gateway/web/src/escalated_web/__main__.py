"""`python -m escalated_web run`: serves until SIGTERM."""

import sys

import uvicorn
from pydantic_settings import SettingsError

from escalated_chassis.settings import refuse_unknown
from escalated_web.app import create_app
from escalated_web.settings import WebSettings


def main(arguments: list[str]) -> int:
    if arguments != ["run"]:
        sys.stderr.write("usage: python -m escalated_web run\n")
        return 2
    try:
        refuse_unknown(WebSettings)
    except SettingsError as error:
        sys.stderr.write(f"error: {error}\n")
        return 1
    settings = WebSettings()
    uvicorn.run(
        create_app(settings),
        host=settings.http_host,
        port=settings.service_http_port,
        log_level=settings.log_level.lower(),
        access_log=False,
        server_header=False,
        timeout_graceful_shutdown=int(settings.stop_grace_seconds),
    )
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
