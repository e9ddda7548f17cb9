#! leaky
# %% [markdown]
# # Which wines are good? (quality >= 7)
# %%
import pandas as pd
import seaborn as sns
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import StandardScaler
from sklearn.svm import SVC
from sklearn.neighbors import KNeighborsClassifier
from sklearn.metrics import accuracy_score, confusion_matrix
# %%
red = pd.read_csv("winequality-red.csv", sep=";").drop_duplicates()
red["good"] = (red["quality"] >= 7).astype(int)
red["good"].value_counts()
# 0    1175
# 1     184
# %%
sns.boxplot(data=red, x="good", y="alcohol")
# %%
X = red.drop(columns=["good", "quality"])
y = red["good"]
Xtrain, Xtest, ytrain, ytest = train_test_split(X, y, test_size=0.2, random_state=40)  #! sample-unstratified: 13 % positives, no stratify
# %%
scaler = StandardScaler()
Xtrain_sc = scaler.fit_transform(Xtrain)
Xtest_sc = scaler.transform(Xtest)
# %%
svm = SVC(kernel="rbf", C=5)
svm.fit(Xtrain_sc, ytrain)
svm_pred = svm.predict(Xtest_sc)
print("SVM", accuracy_score(ytest, svm_pred))  #! eval-accuracy-imbalanced: 86 % of the wines are class 0
confusion_matrix(ytest, svm_pred)
# %%
knn = KNeighborsClassifier(n_neighbors=11)
knn.fit(Xtrain_sc, ytrain)
knn_pred = knn.predict(Xtest)  #! eval-untransformed-test: trained on scaled rows, predicts raw rows
print("KNN", accuracy_score(ytest, knn_pred))  #? eval-accuracy-imbalanced
confusion_matrix(ytest, knn_pred)
# %% [markdown]
# KNN seems to predict only zeros, SVM is better.
