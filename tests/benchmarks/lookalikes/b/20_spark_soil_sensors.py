#! leaky
# %% [markdown]
# # Frost risk from field sensors (PySpark)
# one row per station summary, 180k stations

# %%
from pyspark.sql import SparkSession, functions as F
from pyspark.ml.feature import VectorAssembler, StandardScaler, Imputer, StringIndexer
from pyspark.ml.classification import LogisticRegression
from pyspark.ml.evaluation import BinaryClassificationEvaluator

spark = SparkSession.builder.appName("frost").getOrCreate()

# %%
st = spark.read.parquet("stations_run1.parquet")
# run 2 has the new stations, but also all the old ones once more
st = st.unionByName(spark.read.parquet("stations_run2.parquet"))  #? leak-duplicates
st.printSchema()
st = st.withColumn("label", (F.col("min_temp_night") < 0).cast("double"))
st.groupBy("label").count().show()

# %%
num = ["soil_moist", "humidity", "wind", "cloud", "altitude", "temp_noon"]
imp = Imputer(inputCols=num, outputCols=[c + "_i" for c in num], strategy="median")
st = imp.fit(st).transform(st)  #! leak-preprocess: medians of all rows before randomSplit

# %%
st = StringIndexer(inputCol="soil_type", outputCol="soil_ix").fit(st).transform(st)  #~ leak-preprocess
va = VectorAssembler(inputCols=[c + "_i" for c in num] + ["soil_ix"], outputCol="raw")
st = va.transform(st)

# %%
sc = StandardScaler(inputCol="raw", outputCol="features", withMean=True)
scaled = sc.fit(st).transform(st)  #! leak-preprocess: scaler fitted on all rows before randomSplit

# %%
# 80 / 20  #~ sample-unstratified
train, test = scaled.randomSplit([0.8, 0.2], seed=42)  #? leak-preprocess
train.count(), test.count()  #! leak-duplicates: stations of both runs are there twice and fall into both parts

# %%
lr = LogisticRegression(maxIter=50, regParam=0.01)
model = lr.fit(train)
auc = BinaryClassificationEvaluator().evaluate(model.transform(test))
print("AUC", auc)
