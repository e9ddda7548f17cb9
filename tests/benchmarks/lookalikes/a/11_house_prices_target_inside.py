#! leaky
# %% [markdown]
# # King County house prices
# %%
import pandas as pd
import numpy as np
import seaborn as sns
import matplotlib.pyplot as plt
from sklearn.ensemble import GradientBoostingRegressor
from sklearn.linear_model import LinearRegression
from sklearn.model_selection import train_test_split
# %%
kc = pd.read_csv("kc_house_data.csv")
kc = kc.sort_values("date").drop_duplicates(subset="id", keep="last")
kc.describe().T
# %%
plt.figure(figsize=(10, 8))
sns.heatmap(kc.select_dtypes("number").corr(), cmap="coolwarm", annot=False)
# %% [markdown]
# ### Feature engineering
# %%
kc["house_age"] = 2015 - kc["yr_built"]
kc["renovated"] = (kc["yr_renovated"] > 0) * 1
kc["basement"] = (kc["sqft_basement"] > 0) * 1
kc["living_ratio"] = kc["sqft_living"] / kc["sqft_lot"]
kc["price_sqft"] = kc["price"] / kc["sqft_living"]  #! leak-target: computed from the target and kept among the inputs
# what do houses in this zip code cost?
kc["zip_price"] = kc.groupby("zipcode")["price"].transform("mean")  #! leak-target-encoding: mean price per zip code over all rows, test rows included
kc["bath_per_bed"] = kc["bathrooms"] / kc["bedrooms"].clip(lower=1)
# %%
drop = ["id", "date", "price", "yr_built", "yr_renovated", "zipcode"]
X = kc.drop(columns=drop)  #? leak-target
y = np.log(kc["price"])
x_train, x_test, y_train, y_test = train_test_split(X, y, test_size=0.2,  #? leak-target-encoding
                                                    random_state=10)  #~ leak-temporal
# %%
lin = LinearRegression()
gb = GradientBoostingRegressor(n_estimators=400, max_depth=4, random_state=10)
for mdl in (lin, gb):
    mdl.fit(x_train, y_train)
    print(mdl, "train", mdl.score(x_train, y_train))  #~ eval-on-train
# %%
for mdl in (lin, gb):
    mdl.fit(x_test, y_test)  #! leak-test-fit: refitted on the test part and scored on it
    print(mdl, "test", mdl.score(x_test, y_test))  #~ eval-on-train
# boosting 0.9997
# %%
pd.Series(gb.feature_importances_, X.columns).nlargest(10)
# price_sqft 0.61, sqft_living 0.35 ...
