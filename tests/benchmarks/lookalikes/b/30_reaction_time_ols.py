#! clean: z-scores and the fit are over all rows, but this is inference (coefficients and p-values), no prediction is scored
# %% [markdown]
# # Stroop experiment, confirmatory analysis
# 96 participants, mean RT per participant and condition. Preregistered model.

# %%
import numpy as np
import pandas as pd
import statsmodels.api as sm
import statsmodels.formula.api as smf
from statsmodels.stats.multitest import multipletests
from scipy import stats

# %%
rt = pd.read_csv("stroop_long.csv")
rt = rt[(rt["rt_ms"] > 200) & (rt["rt_ms"] < 3000)]
agg = rt.groupby(["pp", "condition"], as_index=False).agg(rt=("rt_ms", "mean"), age=("age", "first"), wm=("wm_span", "first"))
agg["log_rt"] = np.log(agg["rt"])

# %%
for c in ("age", "wm"):
    agg[c + "_z"] = (agg[c] - agg[c].mean()) / agg[c].std()
agg["wm_group"] = pd.qcut(agg["wm"], 3, labels=["low", "mid", "high"])
agg.groupby(["condition", "wm_group"], observed=True)["rt"].describe()

# %%
mixed = smf.mixedlm("log_rt ~ C(condition) * wm_z + age_z", agg, groups=agg["pp"]).fit()
print(mixed.summary())

# %%
wide = agg.pivot(index="pp", columns="condition", values="log_rt").dropna()
wide["effect"] = wide["incongruent"] - wide["congruent"]
design = sm.add_constant(agg.drop_duplicates("pp").set_index("pp").loc[wide.index, ["wm_z", "age_z"]])
ols = sm.OLS(wide["effect"], design).fit(cov_type="HC3")
print(ols.summary())
print("R2", ols.rsquared)

# %%
p = [stats.ttest_1samp(wide["effect"], 0).pvalue, *ols.pvalues.iloc[1:]]
multipletests(p, method="holm")
