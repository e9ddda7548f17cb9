import ast
import re
from collections.abc import Iterator

from jupyter_quality.reading.cell import CellReading
from jupyter_quality.reading.reading import Reading
from jupyter_quality.rules._finding import Finding, Severity
from jupyter_quality.rules._rule import Rule
from jupyter_quality.rules._values import behind

_COLLECTS = frozenset({"toPandas", "collect", "compute", "to_pandas"})
_REDUCES = frozenset(
    """
    limit head first take sample tail agg count sum mean avg min max describe summary approxQuantile corr value_counts nunique size
    distinct dropDuplicates drop_duplicates filter where groupBy groupby crosstab pivot reduce reduceByKey countByValue countByKey
    takeOrdered top takeSample sampleBy randomSplit nlargest nsmallest quantile std var isnull any all unique mode aggregate fold
    countApproxDistinct histogram stats rank cube rollup freqItems query
    """.split()
)
_AGGREGATES = _REDUCES | frozenset("countDistinct count_distinct approx_count_distinct stddev variance collect_list collect_set".split())
_SESSION = re.compile(r"getOrCreate\(|(?:Spark|SQL|Hive)Context\(|sparkContext")
_SMALL_SQL = re.compile(r"\b(?:limit|group\s+by|count|sum|avg|min|max|where|having|show|describe|distinct)\b", re.IGNORECASE)


class UnreducedCollect(Rule):
    """All rows of a distributed frame are brought into this kernel's memory.

    A frame of Spark or Dask is spread over many machines, or over the disk, just because it does not fit into one memory. `toPandas()`,
    `collect()` and `compute()` send every row of it to this one process, which then is slow or ends. Let the cluster aggregate, filter or
    sample first, and bring only the result.
    """

    severity = Severity.FRAGILE
    message = "`{method}()` brings every row of `{frame}` into this kernel's memory: aggregate, filter or `limit` first"
    bad = (
        """
        # %%
        from pyspark.sql import SparkSession
        spark = SparkSession.builder.getOrCreate()
        events = spark.read.parquet("s3://lake/events")
        # %%
        pdf = events.toPandas()  # <-
        # %%
        wide = events.select("user", "day").withColumn("year", F.year("day"))
        rows = wide.collect()  # <-
        """,
        """
        # %%
        import dask.dataframe as dd
        ddf = dd.read_csv("logs/*.csv")
        # %%
        local = ddf.compute()  # <-
        """,
        """
        # %%
        users = spark.sql("SELECT * FROM users").toPandas()  # <-
        # %%
        from pyspark.sql import SparkSession
        ss = SparkSession.builder.appName("a").getOrCreate()
        query = "SELECT name, city FROM users"
        people = ss.sql(query)
        # %%
        local = people.toPandas()  # <-
        """,
    )
    good = (
        """
        # %%
        from pyspark.sql import SparkSession
        spark = SparkSession.builder.getOrCreate()
        events = spark.read.parquet("s3://lake/events")
        # %%
        few = events.limit(1000).toPandas()
        daily = events.groupBy("day").count().toPandas()
        top = events.orderBy("n").limit(10)
        top.collect()
        mean = events.select(F.mean("n"), F.max("n")).collect()[0]
        ours = events.filter(events.team == "a").toPandas()
        per_user = events.groupBy("user").agg({"n": "sum"})
        per_user.toPandas()
        counts = spark.sql("SELECT day, COUNT(*) FROM events GROUP BY day").toPandas()
        """,
        """
        # %%
        import dask.dataframe as dd
        import polars as pl
        ddf = dd.read_csv("logs/*.csv")
        mean = ddf["n"].mean().compute()
        lazy = pl.scan_csv("a.csv").filter(pl.col("a") > 1).collect()
        gc.collect()
        model.compute()
        table.to_pandas()
        """,
        """
        # %%
        from pyspark.sql import SparkSession
        spark = SparkSession.builder.getOrCreate()
        small = spark.createDataFrame([(1, "a"), (2, "b")], ["n", "letter"])
        small.toPandas()
        sc.parallelize([1, 2, 3]).map(lambda x: x * 2).collect()
        """,
    )
    further = "https://spark.apache.org/docs/latest/api/python/reference/pyspark.sql/api/pyspark.sql.DataFrame.toPandas.html"

    def find(self, reading: Reading) -> Iterator[Finding]:
        if not any(f".{method}(" in reading.source for method in _COLLECTS):
            return
        for cell in reading.cells:
            for call in cell.calls:
                if call.method in _COLLECTS and isinstance(call.node.func, ast.Attribute) and not call.node.args:
                    frame = call.node.func.value
                    if _is_whole(reading, cell, frame, dask=call.method == "compute"):
                        text = cell.code.text(frame)
                        shown = text if len(text) <= 40 and "\n" not in text else f"{text[:39].splitlines()[0]}…"
                        yield self.finding(cell.place(call.node), method=call.method, frame=shown)


def _is_whole(reading: Reading, cell: CellReading, frame: ast.expr, *, dask: bool) -> bool:
    """Whether a chain leads back to a distributed source, and nothing on the way takes rows away."""
    for _ in range(24):
        cell, frame = behind(reading, cell, frame)
        match frame:
            case ast.Call(func=ast.Attribute(attr=method, value=inner)):
                name = cell.name_of(frame.func) or ""
                if dask:
                    if name.startswith(("dask.dataframe.read", "dask.dataframe.from_delayed")):
                        return True
                elif _is_spark_source(reading, cell, method, inner):
                    return not _is_small_source(reading, cell, frame, method)
                if method in _REDUCES or name or any(_aggregates(argument) for argument in frame.args):
                    return False
                frame = inner
            case ast.Subscript(value=inner, slice=ast.Constant() | ast.List()) | ast.Attribute(value=inner, attr="rdd"):
                frame = inner
            case _:
                return False
    return False


def _aggregates(node: ast.expr) -> bool:
    """`select(mean("n"))`, `select(F.max("n"))`."""
    calls = [inner for inner in ast.walk(node) if isinstance(inner, ast.Call)]
    return any(getattr(call.func, "attr", getattr(call.func, "id", "")) in _AGGREGATES for call in calls)


def _is_spark_source(reading: Reading, cell: CellReading, method: str, inner: ast.expr) -> bool:
    """`spark.read.parquet(…)`, `spark.read.format(…).load(…)`, `spark.table(…)`, `spark.sql(…)`, `sc.textFile(…)`."""
    if ".read" in ast.unparse(inner):
        return method in {"parquet", "csv", "json", "orc", "table", "load", "jdbc", "text", "format", "avro"}
    if method not in {"table", "sql", "textFile", "createDataFrame", "parallelize", "range"}:
        return False
    made = ast.unparse(behind(reading, cell, inner)[1])
    return bool(_SESSION.search(made)) or made in {"spark", "sc", "sqlContext", "spark.sparkContext"}


def _is_small_source(reading: Reading, cell: CellReading, call: ast.Call, method: str) -> bool:
    if method == "sql":
        text = behind(reading, cell, call.args[0])[1] if call.args else None
        return not isinstance(text, ast.Constant) or bool(_SMALL_SQL.search(str(text.value)))
    return method in {"createDataFrame", "parallelize", "range"}
