#! clean: SMOTE and scaler sit in an imblearn pipeline, so they are fitted within each fold
# %%
import pandas as pd
from imblearn.pipeline import Pipeline as ImbPipeline
from imblearn.over_sampling import SMOTE
from imblearn.under_sampling import RandomUnderSampler
from sklearn.preprocessing import StandardScaler
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import StratifiedKFold, cross_validate
# %% [markdown]
# Insurance claim fraud. 6% positives. How much does resampling bring?
# %%
claims = pd.read_csv("insurance_claims.csv").drop_duplicates()
y = (claims.pop("fraud_reported") == "Y").astype(int)
X = pd.get_dummies(claims.drop(columns=["policy_number", "incident_location", "incident_date", "policy_bind_date"]))
y.mean()
# %%
cv = StratifiedKFold(n_splits=5, shuffle=True, random_state=11)
steps = {
    "plain": [],
    "smote": [("over", SMOTE(sampling_strategy=0.3, random_state=11))],
    "smote+under": [
        ("over", SMOTE(sampling_strategy=0.2, random_state=11)),
        ("under", RandomUnderSampler(sampling_strategy=0.5, random_state=11)),
    ],
}
# %%
rows = []
for label, resamplers in steps.items():
    pipe = ImbPipeline([("scale", StandardScaler())] + resamplers + [("clf", LogisticRegression(max_iter=5000))])
    res = cross_validate(pipe, X, y, cv=cv, scoring=["roc_auc", "average_precision", "f1"])
    rows.append({"strategy": label, **{k: v.mean() for k, v in res.items() if k.startswith("test_")}})
# %%
pd.DataFrame(rows).set_index("strategy").round(3)
