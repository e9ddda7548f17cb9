#! clean: several visits per patient, but split by patient; features count only earlier visits
# %% [markdown]
# # No-show prediction for a dental clinic
# %%
import pandas as pd
from sklearn.model_selection import GroupShuffleSplit, GroupKFold, cross_val_score
from sklearn.ensemble import HistGradientBoostingClassifier
from sklearn.metrics import roc_auc_score, brier_score_loss
# %%
appts = pd.read_csv("appointments.csv", parse_dates=["booked", "appointment"])
appts = appts.drop_duplicates(subset="appointment_id")
appts["patient_id"].value_counts().describe()
# %%
appts = appts.sort_values(["patient_id", "appointment"])
appts["lead_days"] = (appts["appointment"] - appts["booked"]).dt.days
appts["weekday"] = appts["appointment"].dt.weekday
g = appts.groupby("patient_id")["no_show"]
appts["earlier_no_shows"] = g.cumsum() - appts["no_show"]
appts["earlier_visits"] = g.cumcount()
# %%
feats = ["lead_days", "weekday", "age", "sms", "earlier_no_shows", "earlier_visits"]
X, y, who = appts[feats], appts["no_show"], appts["patient_id"]
gss = GroupShuffleSplit(n_splits=1, test_size=0.2, random_state=5)
tr, te = next(gss.split(X, y, groups=who))  #~ leak-temporal
assert set(who.iloc[tr]).isdisjoint(who.iloc[te])
# %%
model = HistGradientBoostingClassifier(learning_rate=0.05, max_iter=300, random_state=5)
cv_auc = cross_val_score(model, X.iloc[tr], y.iloc[tr], groups=who.iloc[tr], cv=GroupKFold(5), scoring="roc_auc")
print(cv_auc.mean(), cv_auc.std())
# %%
model.fit(X.iloc[tr], y.iloc[tr])
proba = model.predict_proba(X.iloc[te])[:, 1]
print(roc_auc_score(y.iloc[te], proba), brier_score_loss(y.iloc[te], proba))
