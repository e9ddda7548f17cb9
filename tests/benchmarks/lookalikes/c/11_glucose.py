#! clean: group split by patient
# %% [markdown]
# # Glucose after meals
# about 30 meals per patient
# %%
import pandas as pd
from sklearn.model_selection import GroupShuffleSplit
from sklearn.ensemble import RandomForestRegressor
from sklearn.metrics import mean_absolute_error
# %%
g = pd.read_csv("glucose.csv")
print(g.groupby("patient_id").size().median())
# %%
cols = ["age", "bmi", "carbs", "insulin"]
tr, te = next(GroupShuffleSplit(1, test_size=0.2, random_state=3).split(g, groups=g["patient_id"]))
# %%
train, test = g.iloc[tr], g.iloc[te]
m = RandomForestRegressor(random_state=3).fit(train[cols], train["glucose"])
# %%
print(mean_absolute_error(test["glucose"], m.predict(test[cols])))
