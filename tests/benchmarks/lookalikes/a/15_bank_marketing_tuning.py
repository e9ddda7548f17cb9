#! leaky
# %% [markdown]
# # Bank marketing: tune k and depth
# %%
import numpy as np
import pandas as pd
import matplotlib.pyplot as plt
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import StandardScaler
from sklearn.neighbors import KNeighborsClassifier
from sklearn.tree import DecisionTreeClassifier
from sklearn.metrics import f1_score
# %%
bank = pd.read_csv("bank-full.csv", sep=";").drop(columns="duration")
bank["y"] = bank["y"].eq("yes").astype(int)
print(bank["y"].value_counts(normalize=True))
X = pd.get_dummies(bank.drop(columns="y"))
y = bank["y"].values
# %%
X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.3, stratify=y, random_state=101)
ss = StandardScaler()
X_train_s = ss.fit_transform(X_train)
X_test_s = ss.fit_transform(X_test)  #! leak-test-fit: scaler re-fitted on the test part
# %%
scores = []
ks = range(1, 40, 2)
for k in ks:
    knn = KNeighborsClassifier(n_neighbors=k)
    knn.fit(X_train_s, y_train)
    scores.append(f1_score(y_test, knn.predict(X_test_s)))  #? leak-multitest
plt.plot(ks, scores, marker="o"); plt.xlabel("k"); plt.ylabel("F1")
# %%
best_k = ks[int(np.argmax(scores))]  #! leak-multitest: k with the best test score is chosen and reported
print("best k", best_k, "F1", max(scores))  #? leak-multitest
# %%
final_knn = KNeighborsClassifier(n_neighbors=best_k).fit(X_train_s, y_train)
tree = DecisionTreeClassifier(max_depth=6, random_state=101).fit(X_train_s, y_train)
print("KNN  ", f1_score(y_test, final_knn.predict(X_test_s)))
print("TREE ", f1_score(y_test, tree.predict(X_test_s)))
# %% [markdown]
# So KNN it is, F1 as above is what we expect in production.
