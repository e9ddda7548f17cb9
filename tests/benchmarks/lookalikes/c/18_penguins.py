#! clean: label encoding of the target on all rows is harmless; log is stateless
# %% [markdown]
# # Penguins
# %%
import numpy as np
import pandas as pd
from sklearn.preprocessing import LabelEncoder
from sklearn.ensemble import RandomForestClassifier
from sklearn.model_selection import train_test_split
from sklearn.metrics import classification_report
# %%
p = pd.read_csv("penguins.csv").dropna()
print(p["species"].value_counts())
# %%
y = LabelEncoder().fit_transform(p["species"])
X = np.log(p[["bill_length_mm", "bill_depth_mm", "body_mass_g"]])
# %%
a, b, ya, yb = train_test_split(X, y, test_size=0.3, stratify=y, random_state=4)
rf = RandomForestClassifier(random_state=4).fit(a, ya)
print(classification_report(yb, rf.predict(b)))
