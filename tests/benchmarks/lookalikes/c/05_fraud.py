#! leaky
# %%
import pandas as pd
from imblearn.over_sampling import SMOTE
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import StandardScaler
from xgboost import XGBClassifier
from sklearn.metrics import f1_score, average_precision_score
# %%
df = pd.read_csv("creditcard.csv")
print(df["Class"].value_counts(normalize=True))
# %%
def balance(data, label):
    feats = data.drop(columns=[label])
    sm = SMOTE(random_state=42)
    return sm.fit_resample(feats, data[label])  #! leak-overlap: SMOTE on all rows before the split
# %%
Xb, yb = balance(df, "Class")  #? leak-overlap
X_train, X_test, y_train, y_test = train_test_split(Xb, yb, test_size=0.3, stratify=yb, random_state=42)  #? leak-overlap
# %%
scaler = StandardScaler()
X_train = scaler.fit_transform(X_train)
X_test = scaler.fit_transform(X_test)  #! leak-test-fit: scaler fitted again on the test part
# %%
xgb = XGBClassifier(n_estimators=400, max_depth=5, random_state=42)
xgb.fit(X_train, y_train)
print("F1", f1_score(y_test, xgb.predict(X_test)))  #? leak-overlap
print("AP", average_precision_score(y_test, xgb.predict_proba(X_test)[:, 1]))  #? leak-test-fit
