#! leaky
# %%
import pandas as pd
import numpy as np
from sklearn.linear_model import Ridge
from sklearn.model_selection import train_test_split
from sklearn.metrics import mean_squared_error
# %%
homes = pd.read_csv("kc_house.csv")
homes["age"] = 2015 - homes["yr_built"]
# %%
zip_price = homes.groupby("zipcode")["price"].mean()  #! leak-target-encoding: mean price over all rows
homes["zip_price"] = homes["zipcode"].map(zip_price)  #? leak-target-encoding
homes["price_per_sqft"] = homes["price"] / homes["sqft_living"]  #! leak-target: feature computed from the price itself
# %%
cols = ["bedrooms", "bathrooms", "sqft_living", "age", "zip_price", "price_per_sqft"]  #? leak-target
tr, te = train_test_split(homes, test_size=0.2, random_state=11)
mu, sd = tr[cols].mean(), tr[cols].std()
Xtr = (tr[cols] - mu) / sd
Xte = te[cols]  #? eval-untransformed-test
# %%
ridge = Ridge(alpha=1.0).fit(Xtr, tr["price"])
print(np.sqrt(mean_squared_error(te["price"], ridge.predict(Xte))))  #! eval-untransformed-test: fitted on standardised columns, scored on raw ones
