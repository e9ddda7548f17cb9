#! leaky
# %%
import pandas as pd
from sklearn.ensemble import GradientBoostingRegressor
from sklearn.model_selection import train_test_split
from sklearn.metrics import mean_absolute_error
# %%
sales = pd.read_csv("daily_sales.csv", parse_dates=["date"]).sort_values("date").reset_index(drop=True)
sales["dow"] = sales["date"].dt.dayofweek
sales["month"] = sales["date"].dt.month
# %%
sales["lag1"] = sales["units"].shift(1)
sales["lag7"] = sales["units"].shift(7)
sales["next_day"] = sales["units"].shift(-1)  #! leak-temporal: tomorrow's sales used as a feature
sales["roll7"] = sales["units"].shift(1).rolling(7).mean()
sales = sales.dropna()
# %%
inputs = ["dow", "month", "lag1", "lag7", "next_day", "roll7", "price"]  #? leak-temporal
A, b = sales[inputs], sales["units"]
A_fit, A_hold, b_fit, b_hold = train_test_split(A, b, test_size=0.2, random_state=3)  #! leak-temporal: daily series split at random
# %%
gbr = GradientBoostingRegressor(random_state=3)
gbr.fit(A_fit, b_fit)
print("MAE", mean_absolute_error(b_hold, gbr.predict(A_hold)))
