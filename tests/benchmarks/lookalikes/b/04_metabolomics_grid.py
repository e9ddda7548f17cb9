#! clean: feature selection, imputation and scaling look fitted up front, but live in a pipeline inside the grid search; test is used once
# %% [markdown]
# # Metabolomics: responders vs non-responders
# One blood sample per person.

# %%
import pandas as pd
from sklearn.pipeline import Pipeline
from sklearn.impute import KNNImputer
from sklearn.preprocessing import PowerTransformer
from sklearn.feature_selection import SelectKBest, f_classif
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import train_test_split, GridSearchCV, StratifiedKFold
from sklearn.metrics import roc_auc_score, balanced_accuracy_score

# %%
df = pd.read_excel("metabolites.xlsx")
y = (df["response"] == "R").astype(int)
X = df.filter(regex="^M[0-9]+$")
X = X.loc[:, X.isna().mean() < 0.3]  #~ leak-preprocess
print(y.mean(), X.shape)

# %%
X_dev, X_hold, y_dev, y_hold = train_test_split(X, y, test_size=0.3, stratify=y, random_state=42)

# %%
steps = [
    ("impute", KNNImputer(n_neighbors=5)),
    ("power", PowerTransformer()),
    ("select", SelectKBest(f_classif)),
    ("clf", LogisticRegression(max_iter=2000)),
]
pipe = Pipeline(steps)
grid = {"select__k": [10, 20, 50, "all"], "clf__C": [0.01, 0.1, 1, 10]}
search = GridSearchCV(pipe, grid, scoring="roc_auc", cv=StratifiedKFold(5, shuffle=True, random_state=42))
search.fit(X_dev, y_dev)

# %%
cv = pd.DataFrame(search.cv_results_).sort_values("rank_test_score")
cv[["param_select__k", "param_clf__C", "mean_test_score", "std_test_score"]].head(10)

# %%
best = search.best_estimator_
p = best.predict_proba(X_hold)[:, 1]
print("AUC", roc_auc_score(y_hold, p))
print("bal. acc", balanced_accuracy_score(y_hold, p > 0.5))

# %%
kept = X.columns[best.named_steps["select"].get_support()]
pd.Series(best.named_steps["clf"].coef_[0], kept).sort_values().plot.barh()
