#! leaky
# %% [markdown]
# # Which scaler is best for the e-nose?
# 6 gas sensors, task: ppm of ethanol. Separate exposures.

# %%
import pandas as pd
import numpy as np
from sklearn.preprocessing import StandardScaler, MinMaxScaler, RobustScaler, QuantileTransformer
from sklearn.neighbors import KNeighborsRegressor
from sklearn.model_selection import train_test_split
from sklearn.metrics import mean_absolute_error

# %%
nose = pd.read_csv("enose_exposures.csv")
sens = ["MQ2", "MQ3", "MQ4", "MQ6", "MQ7", "MQ8"]
nose[sens].plot.box()

# %%
tr, te = train_test_split(nose, test_size=0.3, random_state=99)

# %%
scalers = {
    "standard": StandardScaler(),
    "minmax": MinMaxScaler(),
    "robust": RobustScaler(),
    "quantile": QuantileTransformer(n_quantiles=100, output_distribution="normal", random_state=99),
}
table = pd.DataFrame(index=scalers, columns=["mae"], dtype=float)
for key, s in scalers.items():
    A = s.fit_transform(tr[sens])
    B = s.fit_transform(te[sens])  #! leak-test-fit: every scaler is fitted again on the test rows
    knn = KNeighborsRegressor(5).fit(A, tr["ppm"])
    table.loc[key, "mae"] = mean_absolute_error(te["ppm"], knn.predict(B))

# %%
table = table.sort_values("mae")
best_scaler = table.index[0]  #! leak-multitest: scaler chosen by the test error
print("we use", best_scaler, "with MAE", table["mae"].iloc[0])  #? leak-multitest

# %%
table["mae"].plot.barh()
