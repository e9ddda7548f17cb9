#! leaky
# %% [markdown]
# # Loan approval, analytics vidhya practice problem
# %%
import pandas as pd
import numpy as np
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import LabelEncoder, PowerTransformer
from sklearn.linear_model import LogisticRegression
from sklearn.naive_bayes import GaussianNB
from sklearn.metrics import f1_score, balanced_accuracy_score
# %%
loan = pd.read_csv("train_ctrUa4K.csv")
loan = loan.drop(columns=["Loan_ID"])
loan["Loan_Status"] = loan["Loan_Status"].map({"Y": 1, "N": 0})
loan["Loan_Status"].value_counts()
# %%
trn, tst = train_test_split(loan, test_size=0.2, stratify=loan["Loan_Status"], random_state=12)
# %%
money = ["ApplicantIncome", "CoapplicantIncome", "LoanAmount"]

def get_ready(part):
    part = part.copy()
    part["LoanAmount"] = part["LoanAmount"].fillna(part["LoanAmount"].mean())  #! leak-test-fit: called for the test part too, which is filled with its own mean
    part["Loan_Amount_Term"] = part["Loan_Amount_Term"].fillna(360)
    part["Credit_History"] = part["Credit_History"].fillna(1)
    part["Dependents"] = part["Dependents"].replace("3+", "3").fillna("0").astype(int)
    for c in ["Gender", "Married", "Self_Employed"]:
        part[c] = part[c].fillna("No")
    for c in part.select_dtypes("object"):
        part[c] = LabelEncoder().fit_transform(part[c])  #? leak-test-fit
    pt = PowerTransformer()
    part[money] = pt.fit_transform(part[money])  #! leak-test-fit: power transform learned anew on the test part
    return part.drop(columns="Loan_Status"), part["Loan_Status"]
# %%
A, a = get_ready(trn)
B, b = get_ready(tst)  #? leak-test-fit
# %%
for est in (LogisticRegression(max_iter=500), GaussianNB()):
    est.fit(A, a)
    out = est.predict(B)
    print(est, "f1", f1_score(b, out), "bal.acc", balanced_accuracy_score(b, out))
