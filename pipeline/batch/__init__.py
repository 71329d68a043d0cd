"""Many sources: order, resume, a verdict for each, report. Begin with ``run.py``.

    from contextlib import closing
    from pipeline.batch.engine import LocalEngine
    from pipeline.batch.run import run_batch

    with open_store(settings.store.url) as store:
        with closing(LocalEngine(settings, story, store)) as engine:
            report = run_batch(settings, story, store, engine)

Nothing is imported here: the processes that read need little of it.
"""
