#! leaky
# %% [markdown]
# # Taxi fares
# %%
import pandas as pd
from sklearn.ensemble import RandomForestRegressor
from sklearn.model_selection import train_test_split
from sklearn.metrics import r2_score
# %%
trips = pd.read_csv("trips.csv")
print(trips.shape, trips.duplicated().sum())
# (61200, 9) 5210 -> the May export was loaded twice
feats = ["distance_km", "passengers", "hour"]
Xa, Xb, ya, yb = train_test_split(trips[feats], trips["fare"], test_size=0.2, random_state=8)  #! leak-duplicates: 5210 rows loaded twice land in both parts
# %%
top, top_depth = -1, None
for depth in [4, 8, 12, 16]:
    m = RandomForestRegressor(max_depth=depth, random_state=8).fit(Xa, ya)
    s = r2_score(yb, m.predict(Xb))  #? leak-multitest
    if s > top:  #! leak-multitest: depth chosen by the test score
        top, top_depth = s, depth
print(top, top_depth)  #? leak-multitest
# %%
final = RandomForestRegressor(max_depth=top_depth, random_state=8)  #~ leak-overlap
final.fit(pd.concat([Xa, Xb]), pd.concat([ya, yb]))  #! leak-test-fit: refitted on train and test, then scored on test
pred = final.predict(Xb)  #? leak-test-fit
print("final R2", r2_score(yb, pred))  #? leak-multitest
