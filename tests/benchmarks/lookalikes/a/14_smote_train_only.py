#! clean: only the train part is oversampled; the scaler is fitted on it before
# %% [markdown]
# # Stroke prediction
# 4.9 % positive. Oversample **after** the split, never before.
# %%
import pandas as pd
from sklearn.model_selection import train_test_split
from sklearn.impute import KNNImputer
from sklearn.preprocessing import StandardScaler
from sklearn.ensemble import RandomForestClassifier
from sklearn.linear_model import LogisticRegression
from imblearn.over_sampling import SMOTE, ADASYN
from sklearn.metrics import classification_report, average_precision_score
# %%
stroke = pd.read_csv("healthcare-dataset-stroke-data.csv", index_col="id")
stroke = stroke[stroke["gender"] != "Other"]
stroke = pd.get_dummies(stroke, columns=["gender", "ever_married", "work_type", "Residence_type", "smoking_status"], drop_first=True)
y = stroke.pop("stroke")
X_train, X_test, y_train, y_test = train_test_split(stroke, y, test_size=0.2, random_state=0, stratify=y)
# %%
imputer, scaler = KNNImputer(n_neighbors=5), StandardScaler()
X_train = scaler.fit_transform(imputer.fit_transform(X_train))
X_test = scaler.transform(imputer.transform(X_test))
# %%
X_smote, y_smote = SMOTE(random_state=0).fit_resample(X_train, y_train)
X_ada, y_ada = ADASYN(random_state=0).fit_resample(X_train, y_train)
print(y_train.mean(), y_smote.mean(), y_ada.mean())
# %%
for tag, (a, b) in {"none": (X_train, y_train), "smote": (X_smote, y_smote), "adasyn": (X_ada, y_ada)}.items():
    for clf in [LogisticRegression(max_iter=1000), RandomForestClassifier(n_estimators=300, random_state=0)]:
        clf.fit(a, b)
        ap = average_precision_score(y_test, clf.predict_proba(X_test)[:, 1])
        print(f"{tag:8s}{type(clf).__name__:25s}{ap:.3f}")
        print(classification_report(y_test, clf.predict(X_test), digits=3))
