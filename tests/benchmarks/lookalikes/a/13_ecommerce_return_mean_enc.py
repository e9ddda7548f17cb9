#! leaky
# %% [markdown]
# # Will the item be returned?
# Fashion e-commerce, order lines. Based on the DMC 2014 idea.
# %%
import pandas as pd
import numpy as np
from catboost import CatBoostClassifier
from sklearn.model_selection import train_test_split
from sklearn.metrics import roc_auc_score, accuracy_score
# %%
lines = pd.read_csv("order_lines.csv")
lines = lines.drop_duplicates(subset="order_line_id")
lines["returned"].mean()   # ~ 0.48, balanced
# %%
lines["discount"] = 1 - lines["price"] / lines["rrp"]
lines["size"] = lines["size"].str.upper().fillna("NA")
lines["n_items"] = lines.groupby("order_id")["order_line_id"].transform("count")
# %%
# return rate of item, brand, colour - these were the strongest features for the winners
for key in ["item_id", "brand", "colour"]:
    rate = lines.groupby(key)["returned"].mean()  #! leak-target-encoding: means of the target over all rows, mapped back before the split
    lines[f"{key}_rate"] = lines[key].map(rate)  #? leak-target-encoding
lines[["item_id_rate", "brand_rate", "colour_rate"]].hist(bins=40)
# %%
feat = ["discount", "price", "n_items", "size", "item_id_rate", "brand_rate", "colour_rate"]
Xt, Xv, yt, yv = train_test_split(lines[feat], lines["returned"],  #~ leak-group
                                  test_size=0.2, random_state=77, stratify=lines["returned"])  #? leak-target-encoding
# %%
cb = CatBoostClassifier(iterations=500, depth=6, learning_rate=0.08, cat_features=["size"], random_seed=77, verbose=100)
cb.fit(Xt, yt)
# %%
p = cb.predict_proba(Xv)[:, 1]
print("AUC", round(roc_auc_score(yv, p), 4), "acc", round(accuracy_score(yv, p > 0.5), 4))
