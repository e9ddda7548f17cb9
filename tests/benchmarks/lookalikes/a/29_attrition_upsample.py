#! leaky
# %% [markdown]
# # HR attrition
# "Attrition = Yes" is only 16 %, so we resample to get equal classes.
# %%
import pandas as pd
import numpy as np
from sklearn.utils import resample, shuffle
from sklearn.model_selection import train_test_split, GridSearchCV
from sklearn.tree import DecisionTreeClassifier
from sklearn.ensemble import RandomForestClassifier
from sklearn.metrics import classification_report, accuracy_score
# %%
hr = pd.read_csv("WA_Fn-UseC_-HR-Employee-Attrition.csv")
hr = hr.drop(columns=["EmployeeCount", "StandardHours", "Over18", "EmployeeNumber"])
hr["Attrition"] = (hr["Attrition"] == "Yes").astype(int)
hr["OverTime"] = (hr["OverTime"] == "Yes").astype(int)
hr = pd.get_dummies(hr, columns=hr.select_dtypes("object").columns)
# %%
stay = hr[hr.Attrition == 0]
leave = hr[hr.Attrition == 1]
more_leave = resample(leave, replace=True, n_samples=len(stay), random_state=55)  #! leak-overlap: copies of the same leavers get into train and test
both = shuffle(pd.concat([stay, more_leave]), random_state=55)
both.Attrition.value_counts()
# %%
features = both.drop(columns="Attrition")
labels = both.Attrition
f_train, f_test, l_train, l_test = train_test_split(features, labels, test_size=0.2, random_state=55, stratify=labels)  #? leak-overlap
# %%
dt = DecisionTreeClassifier(random_state=55).fit(f_train, l_train)
print("tree", accuracy_score(l_test, dt.predict(f_test)))
# %%
search = GridSearchCV(RandomForestClassifier(), {"n_estimators": [100, 300], "max_depth": [None, 8, 12]}, cv=5)  #! sample-no-seed: forest without random_state
search.fit(f_train, l_train)  #? leak-overlap
print(search.best_params_)
print(classification_report(l_test, search.predict(f_test)))
# 0.98 accuracy
