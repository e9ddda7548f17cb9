#! clean: all estimators are stages of a Spark pipeline fitted on the train part; CrossValidator inside train
# %% [markdown]
# # Adult income with Spark ML
# %%
from pyspark.sql import SparkSession, functions as F
from pyspark.ml import Pipeline
from pyspark.ml.feature import StringIndexer, OneHotEncoder, VectorAssembler, StandardScaler, Imputer
from pyspark.ml.classification import LogisticRegression
from pyspark.ml.evaluation import BinaryClassificationEvaluator
from pyspark.ml.tuning import ParamGridBuilder, CrossValidator
spark = SparkSession.builder.appName("adult").getOrCreate()
# %%
adult = spark.read.csv("adult.csv", header=True, inferSchema=True, nullValue="?").dropDuplicates()
adult = adult.withColumn("label", (F.trim("income") == ">50K").cast("int")).drop("income", "fnlwgt")
adult.groupBy("label").count().show()
adult.describe("age", "hours-per-week").show()
# %%
train, test = adult.randomSplit([0.8, 0.2], seed=19)
train.cache()
# %%
cat_cols = ["workclass", "education", "marital-status", "occupation", "relationship", "sex"]
num_cols = ["age", "capital-gain", "capital-loss", "hours-per-week"]
stages = [StringIndexer(inputCols=cat_cols, outputCols=[c + "_i" for c in cat_cols], handleInvalid="keep"),
          OneHotEncoder(inputCols=[c + "_i" for c in cat_cols], outputCols=[c + "_v" for c in cat_cols]),
          Imputer(inputCols=num_cols, outputCols=[c + "_f" for c in num_cols], strategy="median"),
          VectorAssembler(inputCols=[c + "_f" for c in num_cols], outputCol="num"),
          StandardScaler(inputCol="num", outputCol="num_s", withMean=True),
          VectorAssembler(inputCols=["num_s"] + [c + "_v" for c in cat_cols], outputCol="features")]
lr = LogisticRegression(maxIter=100)
pipe = Pipeline(stages=stages + [lr])
# %%
grid = ParamGridBuilder().addGrid(lr.regParam, [0.0, 0.01, 0.1]).addGrid(lr.elasticNetParam, [0.0, 0.5]).build()
ev = BinaryClassificationEvaluator(metricName="areaUnderROC")
cv = CrossValidator(estimator=pipe, estimatorParamMaps=grid, evaluator=ev, numFolds=4, seed=19)
fitted = cv.fit(train)
print(max(fitted.avgMetrics))
# %%
print("test AUC", ev.evaluate(fitted.transform(test)))
