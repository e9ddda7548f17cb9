#! leaky
# %% [markdown]
# # Dry beans: which variety? (shape features from images)

# %%
import numpy as np
import pandas as pd
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import RobustScaler, LabelEncoder
from sklearn.neural_network import MLPClassifier
from sklearn.metrics import classification_report, accuracy_score

SEED = 3

# %%
class BeanNet:
    """scaler + small MLP in one object"""

    def __init__(self, hidden=(32, 16)):
        self.scaler = RobustScaler()
        self.net = MLPClassifier(hidden, max_iter=400, random_state=SEED)

    def fit(self, X, y):
        Xs = self.scaler.fit_transform(X)
        self.net.fit(Xs, y)
        return self

    def predict(self, X):
        return self.net.predict(X)  #! eval-untransformed-test: net was trained on scaled rows, gets raw ones here

# %%
beans = pd.read_csv("dry_beans.csv").drop_duplicates()
beans["Class"].value_counts()

# %%
le = LabelEncoder()
target = le.fit_transform(beans["Class"])
shape = beans.drop(columns="Class")
S_train, S_test, t_train, t_test = train_test_split(shape, target, test_size=0.2, stratify=target, random_state=SEED)

# %%
model = BeanNet().fit(S_train.values, t_train)
guess = model.predict(S_test.values)  #? eval-untransformed-test
print(classification_report(t_test, guess, target_names=le.classes_))  #? eval-untransformed-test

# %%
pd.crosstab(le.inverse_transform(t_test), le.inverse_transform(guess))
