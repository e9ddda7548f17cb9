#! clean: indexer, imputer and scaler are stages of a pipeline which is fitted on train; cross-validation is on train, test is used once
# %% [markdown]
# # Crop type from Sentinel-2 (Spark)
# one row per field parcel

# %%
from pyspark.sql import SparkSession
from pyspark.sql import functions as F
from pyspark.ml import Pipeline
from pyspark.ml.feature import StringIndexer, Imputer, VectorAssembler, StandardScaler, PCA
from pyspark.ml.classification import RandomForestClassifier
from pyspark.ml.evaluation import MulticlassClassificationEvaluator
from pyspark.ml.tuning import CrossValidator, ParamGridBuilder

spark = SparkSession.builder.master("local[*]").getOrCreate()

# %%
fields = spark.read.option("header", True).option("inferSchema", True).csv("parcels_s2.csv")
fields = fields.dropDuplicates(["parcel_id"])
for b in ("b04", "b08"):
    fields = fields.withColumn(b, F.col(b) / F.lit(10000.0))
fields = fields.withColumn("ndvi", (F.col("b08") - F.col("b04")) / (F.col("b08") + F.col("b04")))
fields.select(F.mean("ndvi"), F.stddev("ndvi")).show()

# %%
# crop names -> numbers, no more than a renaming of the classes
fields = StringIndexer(inputCol="crop", outputCol="label").fit(fields).transform(fields)
train_df, test_df = fields.randomSplit([0.75, 0.25], seed=2)

# %%
bands = ["b02", "b03", "b04", "b08", "b11", "b12", "ndvi"]
stages = [
    Imputer(inputCols=bands, outputCols=[b + "_f" for b in bands]),
    VectorAssembler(inputCols=[b + "_f" for b in bands], outputCol="v"),
    StandardScaler(inputCol="v", outputCol="vs", withMean=True),
    PCA(k=4, inputCol="vs", outputCol="features"),
]
rf = RandomForestClassifier(labelCol="label", seed=2)
pipe = Pipeline(stages=stages + [rf])

# %%
f1 = MulticlassClassificationEvaluator(labelCol="label", metricName="f1")
grid = ParamGridBuilder().addGrid(rf.maxDepth, [5, 10]).addGrid(rf.numTrees, [50, 150]).build()
cv = CrossValidator(estimator=pipe, estimatorParamMaps=grid, evaluator=f1, numFolds=4, seed=2)
best = cv.fit(train_df)
print(list(zip(best.avgMetrics, range(len(grid)))))

# %%
scored = best.transform(test_df)
print("test F1", f1.evaluate(scored))
scored.groupBy("crop").agg(F.avg((F.col("label") == F.col("prediction")).cast("int"))).show()
