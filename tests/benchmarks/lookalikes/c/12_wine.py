#! leaky
# %%
import pandas as pd
from sklearn.neighbors import KNeighborsClassifier
from sklearn.preprocessing import StandardScaler
from sklearn.model_selection import train_test_split
from sklearn.metrics import accuracy_score
# %%
wine = pd.read_csv("winequality.csv", sep=";")
wine["good"] = (wine["quality"] >= 6).astype(int)
print(wine["good"].mean())  # 0.53
# %%
X = wine.drop(columns=["quality", "good"])
y = wine["good"]
X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.2, stratify=y, random_state=0)
# %%
ss = StandardScaler()
X_train_s = ss.fit_transform(X_train)
# %%
acc = []
for k in range(1, 40, 2):
    knn = KNeighborsClassifier(n_neighbors=k).fit(X_train_s, y_train)
    guess = knn.predict(X_test)  #! eval-untransformed-test: model trained on scaled data, scored on raw test
    acc.append((accuracy_score(y_test, guess), k))  #? leak-multitest
# %%
best_acc, best_k = max(acc)  #! leak-multitest: k chosen by test accuracy
print(f"k={best_k} accuracy={best_acc:.3f}")  #? leak-multitest
