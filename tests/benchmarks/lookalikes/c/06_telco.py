#! clean: imputer and scaler in a pipeline inside the CV
# %% [markdown]
# # Telco churn
# baseline
# %%
import pandas as pd
from sklearn.pipeline import Pipeline
from sklearn.impute import SimpleImputer
from sklearn.preprocessing import StandardScaler
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import cross_val_score, StratifiedKFold
# %%
t = pd.read_csv("telco.csv")
t["TotalCharges"] = pd.to_numeric(t["TotalCharges"], errors="coerce")
X, y = t[["tenure", "MonthlyCharges", "TotalCharges"]], t["Churn"].map({"No": 0, "Yes": 1})
# %%
steps = {"imp": SimpleImputer(), "sc": StandardScaler(), "lr": LogisticRegression()}
pipe = Pipeline(list(steps.items()))
cv = StratifiedKFold(5, shuffle=True, random_state=1)
print(cross_val_score(pipe, X, y, cv=cv, scoring="roc_auc").mean())
# %%
pipe.fit(X, y)  # to ship
