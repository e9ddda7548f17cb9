#! leaky
# %% [markdown]
# # Used car prices
# numbers in INR. Cleaning takes most of the time as always :)
# %%
import pandas as pd
import numpy as np
from sklearn.model_selection import train_test_split
from sklearn.neighbors import KNeighborsRegressor
from sklearn.linear_model import Lasso
from sklearn.metrics import r2_score, mean_absolute_error
# %%
cars = pd.read_csv("car_details_v3.csv")
print(cars.shape, "duplicated rows:", cars.duplicated().sum())
# (8128, 13) duplicated rows: 1202
cars["brand"] = cars["name"].str.split().str[0]
for c in ["mileage", "engine", "max_power"]:
    cars[c] = pd.to_numeric(cars[c].astype(str).str.extract(r"([\d.]+)")[0], errors="coerce")
cars.isna().sum()
# %%
cars["age"] = 2021 - cars["year"]
# missing engine/power -> typical value of the brand
for c in ["mileage", "engine", "max_power"]:
    cars[c] = cars.groupby("brand")[c].transform(lambda s: s.fillna(s.median()))  #! leak-preprocess: brand medians over all rows used as imputation
cars = cars.dropna()
# %%
num = ["age", "km_driven", "mileage", "engine", "max_power", "seats"]
mu = cars[num].mean()  #! leak-preprocess: mean and std of all rows standardise train and test
sigma = cars[num].std()
cars[num] = (cars[num] - mu) / sigma  #? leak-preprocess
# %%
cat = pd.get_dummies(cars[["fuel", "seller_type", "transmission", "owner"]])
features = pd.concat([cars[num], cat], axis=1)
label = np.log(cars["selling_price"])
tr_x, te_x, tr_y, te_y = train_test_split(  #? leak-preprocess
    features, label, test_size=0.2, random_state=2021)  #! leak-duplicates: 1202 repeated adverts were counted and never dropped
# %%
for model in (KNeighborsRegressor(n_neighbors=7), Lasso(alpha=0.001)):
    model.fit(tr_x, tr_y)
    pp = model.predict(te_x)
    print(type(model).__name__, r2_score(te_y, pp), mean_absolute_error(np.exp(te_y), np.exp(pp)))
