#! clean: inference on all rows, nothing is predicted; standardised columns and quantile clipping are for reading the coefficients
# %% [markdown]
# # Determinants of hospital length of stay
# Question of the controlling department: what is associated with long stays? No prediction intended.
# %%
import numpy as np
import pandas as pd
import statsmodels.formula.api as smf
import statsmodels.api as sm
import matplotlib.pyplot as plt
# %%
los = pd.read_csv("stays_2019.csv", usecols=["case_id", "los", "age", "sex", "emergency", "n_diag", "ward", "bmi", "albumin"])
los = los.drop_duplicates("case_id").query("los > 0 and age >= 18")
los["albumin"] = los["albumin"].fillna(los["albumin"].median())
los["log_los"] = np.log(los["los"])
los["bmi"] = los["bmi"].clip(*los["bmi"].quantile([0.01, 0.99]))
# %%
for c in ["age", "n_diag", "bmi", "albumin"]:
    los["z_" + c] = (los[c] - los[c].mean()) / los[c].std()
los[["z_age", "z_n_diag", "z_bmi", "z_albumin"]].corr().round(2)
# %%
ols = smf.ols("log_los ~ z_age + C(sex) + C(emergency) + z_n_diag + z_bmi + z_albumin + C(ward)", data=los).fit(cov_type="HC3")
print(ols.summary())
# %%
nb = smf.glm("los ~ z_age + C(sex) + C(emergency) + z_n_diag + z_albumin", data=los, family=sm.families.NegativeBinomial(alpha=0.5)).fit()
print(np.exp(nb.params).round(3))
print(np.exp(nb.conf_int()).round(3))
# %%
fig, ax = plt.subplots(1, 2, figsize=(11, 4))
sm.qqplot(ols.resid, line="s", ax=ax[0])
ax[1].scatter(ols.fittedvalues, ols.resid, s=3, alpha=0.3)
ax[1].axhline(0, color="k", lw=0.7)
# %% [markdown]
# Emergency admission goes with stays about a quarter longer, other things equal. Heteroscedasticity is visible, hence HC3.
