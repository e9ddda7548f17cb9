#! clean: wrapper fitted on train only; own scaler for the target is inverted for the score; validation part for early stopping
# %% [markdown]
# # Claim severity with a small network
# %%
import numpy as np
import pandas as pd
import tensorflow as tf
from tensorflow import keras
from sklearn.preprocessing import StandardScaler
from sklearn.model_selection import train_test_split
from sklearn.metrics import mean_absolute_error
keras.utils.set_random_seed(21)
# %%
sev = pd.read_csv("allstate_small.csv").drop(columns="id").drop_duplicates()
y = np.log(sev.pop("loss") + 200).to_numpy().reshape(-1, 1)
X = pd.get_dummies(sev, dtype=float).to_numpy()
# %%
class Standardised:
    """Network with standardised inputs and target."""
    def __init__(self, width=128, drop=0.2):
        self.width, self.drop = width, drop
        self.sx, self.sy = StandardScaler(), StandardScaler()

    def _net(self, d):
        net = keras.Sequential([
            keras.layers.Input((d,)),
            keras.layers.Dense(self.width, activation="relu"), keras.layers.Dropout(self.drop),
            keras.layers.Dense(self.width // 2, activation="relu"),
            keras.layers.Dense(1)])
        net.compile(optimizer=keras.optimizers.Adam(1e-3), loss="mae")
        return net

    def fit(self, X, y, val):
        self.net = self._net(X.shape[1])
        Xv, yv = val
        stop = keras.callbacks.EarlyStopping(patience=8, restore_best_weights=True)
        self.net.fit(self.sx.fit_transform(X), self.sy.fit_transform(y), epochs=200, batch_size=256, verbose=2,
                     validation_data=(self.sx.transform(Xv), self.sy.transform(yv)), callbacks=[stop])
        return self

    def predict(self, X):
        return self.sy.inverse_transform(self.net.predict(self.sx.transform(X)))
# %%
X_rest, X_test, y_rest, y_test = train_test_split(X, y, test_size=0.15, random_state=21)
X_fit, X_val, y_fit, y_val = train_test_split(X_rest, y_rest, test_size=0.15, random_state=21)
# %%
model = Standardised().fit(X_fit, y_fit, val=(X_val, y_val))
loss_hat = np.exp(model.predict(X_test)) - 200
print("MAE", mean_absolute_error(np.exp(y_test) - 200, loss_hat))
