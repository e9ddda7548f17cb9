#! leaky
# %% [markdown]
# # SBA loans, Spark ML exercise
# %%
from pyspark.sql import SparkSession
import pyspark.sql.functions as F
from pyspark.ml.feature import Imputer, VectorAssembler, MinMaxScaler
from pyspark.ml.classification import LogisticRegression
from pyspark.ml.evaluation import BinaryClassificationEvaluator
spark = SparkSession.builder.master("local[4]").getOrCreate()
# %%
sba = spark.read.csv("SBAnational.csv", header=True, inferSchema=True)
sba = sba.filter(F.col("MIS_Status").isNotNull()).dropDuplicates(["LoanNr_ChkDgt"])
sba = sba.withColumn("label", (F.col("MIS_Status") == "CHGOFF").cast("double"))
for c in ["DisbursementGross", "GrAppv", "SBA_Appv"]:
    sba = sba.withColumn(c, F.regexp_replace(c, r"[$,]", "").cast("double"))
sba = sba.withColumn("guaranteed", F.col("SBA_Appv") / F.col("GrAppv"))
sba.groupBy("label").count().show()
# %%
cols = ["Term", "NoEmp", "CreateJob", "RetainedJob", "DisbursementGross", "GrAppv", "guaranteed"]
imp = Imputer(inputCols=cols, outputCols=cols, strategy="mean")
sba = imp.fit(sba).transform(sba)  #! leak-preprocess: means of all rows fill train and test
sba = VectorAssembler(inputCols=cols, outputCol="raw").transform(sba)
mm = MinMaxScaler(inputCol="raw", outputCol="features").fit(sba)  #? leak-preprocess
data = mm.transform(sba).select("features", "label")
# %%
train, test = data.randomSplit([0.7, 0.3], seed=42)  #? leak-preprocess
print(train.count(), test.count())
# %%
auc = BinaryClassificationEvaluator()
best_auc, best_model, best_reg = 0, None, None
for reg in [0.0, 0.001, 0.01, 0.1, 1.0]:
    for en in [0.0, 0.5, 1.0]:
        model = LogisticRegression(regParam=reg, elasticNetParam=en, maxIter=50).fit(train)
        a = auc.evaluate(model.transform(test))
        print(reg, en, a)
        if a > best_auc:  #! leak-multitest: regularisation chosen by the AUC of the test part
            best_auc, best_model, best_reg = a, model, (reg, en)
# %%
print("Best AUC on test:", best_auc, "with", best_reg)  #? leak-multitest
best_model.write().overwrite().save("sba_lr")
