"""Third-party tracers, which count one span per request; as a pytest plugin, or as a script.

``ASANA_TEST_TRACERS`` lists the tracers that a pytest run starts with.
"""

import os
from collections.abc import Callable
from typing import Any

TRACERS = {
    "requests": "opentelemetry.instrumentation.requests",
    "urllib3": "opentelemetry.instrumentation.urllib3",
    "sentry": "sentry_sdk",
    "ddtrace": "ddtrace",
}

Spans = list[str]


def start(name: str) -> tuple[Spans, Callable[[], Any]]:
    """Start a tracer; return its spans, and a factory of the context in which they are recorded."""
    return {
        "requests": _opentelemetry,
        "urllib3": _opentelemetry,
        "sentry": _sentry,
        "ddtrace": _ddtrace,
    }[name](name)


def _opentelemetry(name: str) -> tuple[Spans, Callable[[], Any]]:
    from contextlib import nullcontext

    from opentelemetry import trace
    from opentelemetry.sdk.trace import TracerProvider
    from opentelemetry.sdk.trace.export import SimpleSpanProcessor, SpanExporter, SpanExportResult

    spans: Spans = []

    class Exporter(SpanExporter):
        def export(self, batch: Any) -> SpanExportResult:
            spans.extend(span.name for span in batch)
            return SpanExportResult.SUCCESS

    provider = TracerProvider()
    provider.add_span_processor(SimpleSpanProcessor(Exporter()))
    trace.set_tracer_provider(provider)
    if name == "requests":
        from opentelemetry.instrumentation.requests import RequestsInstrumentor

        RequestsInstrumentor().instrument()
    else:
        from opentelemetry.instrumentation.urllib3 import URLLib3Instrumentor

        URLLib3Instrumentor().instrument()
    return spans, nullcontext


def _sentry(name: str) -> tuple[Spans, Callable[[], Any]]:
    import sentry_sdk

    spans: Spans = []

    class Transport(sentry_sdk.transport.Transport):
        def capture_envelope(self, envelope: Any) -> None:
            for item in envelope.items:
                event = item.get_transaction_event() or {}
                found = [span["op"] for span in event.get("spans", [])]
                spans.extend(op for op in found if op == "http.client")

    sentry_sdk.init(
        "http://key@127.0.0.1:1/1",
        traces_sample_rate=1.0,
        transport=Transport,
        # Its own threads would fail if a test patches the clock.
        enable_backpressure_handling=False,
        auto_session_tracking=False,
    )
    return spans, lambda: sentry_sdk.start_transaction(name="test")


def _ddtrace(name: str) -> tuple[Spans, Callable[[], Any]]:
    from contextlib import nullcontext

    from ddtrace import patch
    from ddtrace.trace import TraceFilter, tracer

    spans: Spans = []

    def collect(self: Any, trace: Any) -> None:
        spans.extend(span.name for span in trace)

    patch(requests=True)
    collector: Any = type("Collector", (TraceFilter,), {"process_trace": collect})
    tracer.configure(trace_processors=[collector()])
    return spans, nullcontext


for each in os.environ.get("ASANA_TEST_TRACERS", "").split():
    start(each)
